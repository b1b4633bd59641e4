# Everything that `python3 run.py demo` and `python3 run.py test` need from a system; the rest they install themselves.
FROM debian:bookworm-slim

# chromium-headless-shell: the pages are driven with it.
# gettext: for translators who prefer its own tools; Commonhour itself does without.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        chromium-headless-shell \
        fonts-noto-color-emoji \
        gettext \
        git \
        openssh-client \
        pipx \
        python3 \
        python3-pip \
    && rm -rf /var/lib/apt/lists/*

ENV LANG=C.UTF-8

# PostgreSQL refuses to run as root, and files made here belong to whoever owns the checkout outside.
RUN useradd --create-home --uid 1000 --shell /bin/bash member
USER member
WORKDIR /home/member/commonhour
