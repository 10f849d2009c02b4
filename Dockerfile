# A small image for the CPU: the wheel that `make wheel` builds and a real model, run by an ordinary user.
#
#   docker build -t shotglass . && docker run --rm -p 127.0.0.1:8000:8000 shotglass
#
# Whoever can reach the published port can use the server; SHOTGLASS_API_KEY makes it ask for a key.

FROM python:3.12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The page shows recorded runs of the model, so building the wheel imports the model too.
ENV SHOTGLASS_MODELS=/models
RUN make wheel

FROM python:3.12-slim
RUN useradd --create-home shotglass
COPY --from=build /source/dist /tmp/dist
RUN pip install --no-cache-dir "$(ls /tmp/dist/shotglass-*.whl)[export]" && rm -r /tmp/dist
COPY --from=build --chown=shotglass /models /models
ENV SHOTGLASS_MODELS=/models
USER shotglass
WORKDIR /home/shotglass
EXPOSE 8000
CMD ["shotglass", "demo", "--host", "0.0.0.0", "--port", "8000", "--no-open"]
