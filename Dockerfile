# The command `wireright`, without a toolchain:
#   docker build -t wireright .
#   docker run --rm -v "$PWD:/work" wireright generate
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --release --package wireright

FROM scratch
# `wireright fetch` checks certificates against these.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /source/target/release/wireright /wireright
WORKDIR /work
ENTRYPOINT ["/wireright"]
