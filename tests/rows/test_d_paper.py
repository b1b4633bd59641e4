"""D-paper: members without e-mail or internet take part fully: statement, directory, offers and letters on paper."""
