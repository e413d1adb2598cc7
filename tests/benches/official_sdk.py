"""Calls Kafka's operation through the official Python SDK, against the server of `soak`, and prints what that takes.

    cargo run --release -q -p tests --bin soak -- --server --no-faults     # prints its address; ends with its input
    pip install huaweicloudsdkkafka
    python tests/benches/official_sdk.py http://127.0.0.1:PORT [CALLS] [CONCURRENCY]
"""

import resource
import sys
import threading
import time

began = time.perf_counter()

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkkafka.v2 import KafkaClient, ResetUserPasswordReq, ResetUserPasswrodRequest

endpoint = sys.argv[1]
calls = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
concurrency = int(sys.argv[3]) if len(sys.argv) > 3 else 1

config = HttpConfig.get_default_config()
config.proxy_protocol = None
credentials = BasicCredentials("TESTACCESSKEY0000001", "planted-secret-key-0123456789abcdefghij", "89cd04f168b84af6be287f71730fdb4b")
client = KafkaClient.new_builder().with_http_config(config).with_credentials(credentials).with_endpoint(endpoint).build()


def call(number):
    body = ResetUserPasswordReq(new_password="planted-Passw0rd!")
    client.reset_user_passwrod(
        ResetUserPasswrodRequest(instance_id="7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4", user_name=f"call-{number}", body=body)
    )


call(0)
first = time.perf_counter() - began
times = []
numbers = iter(range(1, calls + 1))
lock = threading.Lock()


def work():
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return
        start = time.perf_counter()
        call(number)
        times.append(time.perf_counter() - start)


start = time.perf_counter()
workers = [threading.Thread(target=work) for _ in range(concurrency)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
whole = time.perf_counter() - start
times.sort()
print(
    f"{calls} calls at a concurrency of {concurrency} in {whole:.1f} s: {calls / whole:.0f} a second; "
    f"p50 {times[len(times) // 2] * 1000:.2f} ms, p99 {times[len(times) * 99 // 100] * 1000:.2f} ms; "
    f"the first in {first * 1000:.0f} ms; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss} kB at most"
)
