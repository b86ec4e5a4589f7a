# One image for web, workers, scheduler and migrations; the command says which.
FROM python:3.13-slim AS packages
WORKDIR /build
COPY pyproject.toml requirements.lock ./
# The lock file also pins the tools of development. Everything is fetched and checked against its hashes;
# from that, only what the product itself needs is installed.
RUN pip download --quiet --no-deps --require-hashes -r requirements.lock -d wheels \
    && python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > wanted.txt \
    && python -m venv /opt/auditor \
    && /opt/auditor/bin/pip install --quiet --no-cache-dir --no-index --find-links wheels -r wanted.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app auditor && install -d -o auditor /data
COPY --from=packages /opt/auditor /opt/auditor
WORKDIR /app
COPY manage.py Procfile LICENSE ./
COPY config config
COPY auditor auditor
COPY templates templates
COPY seeds seeds
ENV PATH=/opt/auditor/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 AUDITOR_DATA=/data
USER auditor
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--worker-class=gthread", "--threads=8", "--log-level=warning", "--bind=0.0.0.0:8000"]
