# A small image for the CPU: the wheel that `make wheel` builds and a real model, run by an ordinary user.
#
#   docker build -t shotglass .
#   docker run --rm -p 127.0.0.1:8000:8000 -v shotglass:/data shotglass
#
# The volume keeps models, training runs, exports and batches. Whoever can reach the published port
# can use the server; SHOTGLASS_API_KEY makes it ask for a key.

# The base by its digest, so that the same source makes the same image: `docker pull python:3.12-slim` shows a newer one.
FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea AS build
RUN apt-get update && apt-get install --yes --no-install-recommends g++ make && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The page shows recorded runs of the model, so building the wheel imports the model too.
ENV SHOTGLASS_MODELS=/data/models
RUN make wheel

FROM python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea
RUN useradd --create-home shotglass && install --directory --owner shotglass /data
COPY requirements/demo.lock /tmp/demo.lock
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement /tmp/demo.lock
COPY --from=build /source/dist /tmp/dist
RUN pip install --no-cache-dir --no-deps /tmp/dist/shotglass-*.whl && rm -r /tmp/dist /tmp/demo.lock
COPY --from=build --chown=shotglass /data/models /data/models
ENV XDG_DATA_HOME=/data SHOTGLASS_MODELS=/data/models SHOTGLASS_RUNS=/data/runs \
    SHOTGLASS_EXPORTS=/data/exports SHOTGLASS_BATCHES=/data/batches
USER shotglass
WORKDIR /home/shotglass
VOLUME /data
EXPOSE 8000
# A model that is being loaded keeps nobody from answering here; a server that hangs does.
HEALTHCHECK --start-period=60s --timeout=5s CMD ["python", "-c", "from http.client import HTTPConnection; server = HTTPConnection('127.0.0.1', 8000, timeout=4); server.request('GET', '/health/live'); exit(server.getresponse().status != 200)"]
CMD ["shotglass", "demo", "--host", "0.0.0.0", "--port", "8000", "--no-open"]
