# Khảo Sát: the program and the libraries of requirements-run.lock, run by an account that owns nothing but /data.
FROM python:3.13-slim AS libraries

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/khaosat
COPY requirements-run.lock ./
RUN python -m pip --python /opt/khaosat/bin/python install --require-hashes --only-binary :all: -r requirements-run.lock
COPY surveys /opt/khaosat/program/surveys
COPY storage /opt/khaosat/program/storage
COPY bot /opt/khaosat/program/bot
COPY --chmod=755 deploy/khaosat /opt/khaosat/bin/khaosat
RUN /opt/khaosat/bin/python -m compileall -q /opt/khaosat/program

FROM python:3.13-slim

RUN groupadd --gid 10001 khaosat \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin khaosat \
    && install --directory --owner=khaosat --group=khaosat --mode=0700 /data
COPY --from=libraries /opt/khaosat /opt/khaosat
# The root file system may be read-only: what is written goes to /data, and to /tmp (charts keep a list of fonts there).
ENV PATH=/opt/khaosat/bin:$PATH \
    PYTHONPATH=/opt/khaosat/program \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp \
    KHAOSAT_DATA_DIR=/data \
    KHAOSAT_HEALTH_PORT=8081
WORKDIR /data
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8081, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["khaosat"]
CMD ["run"]
