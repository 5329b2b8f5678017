# The image needs nothing but the lock: every package is pinned with its hash.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements-run.lock ./
RUN python -m venv /opt/khaosat && /opt/khaosat/bin/pip install --no-cache-dir --require-hashes -r requirements-run.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
COPY surveys surveys
# hatchling only builds the wheel; it does not stay in the image
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel . \
    && /opt/khaosat/bin/pip install --no-cache-dir --no-deps --no-index /wheel/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /srv/khaosat khaosat \
    && install -d -o khaosat -m 0700 /srv/khaosat/data
COPY --from=build /opt/khaosat /opt/khaosat
ENV PATH=/opt/khaosat/bin:$PATH PYTHONUNBUFFERED=1 KHAOSAT_DATA_DIR=/srv/khaosat/data KHAOSAT_HEALTH_PORT=8080
USER khaosat
WORKDIR /srv/khaosat
VOLUME /srv/khaosat/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["sh", "-c", "khaosat db upgrade && exec khaosat run"]
