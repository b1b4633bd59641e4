"""Django's ENGINE "tenants.backend". Django asks for a module named `base`; nothing else here is called so."""
