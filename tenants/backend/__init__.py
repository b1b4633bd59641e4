"""Django's ENGINE "tenants.backend". Django imports its module `base`, hence a file name we use nowhere else."""
