"""The sign-in form."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """Member number or mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Your member number or e-mail address"
        self.fields["password"].label = "Your password"
        self.fields["password"].help_text = ""  # the page has its own link for a forgotten password
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        remember = self.fields.get("remember")
        if remember is not None:
            remember.label = "Keep me signed in on this device"
            remember.initial = True
