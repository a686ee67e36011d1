-- Tells what wrk measured in one line of JSON (latencies are in microseconds).
function done(summary, latency, requests)
   local bad = summary.errors.status + summary.errors.connect
      + summary.errors.read + summary.errors.write + summary.errors.timeout
   io.write(string.format(
      'JSON {"seconds": %f, "requests": %d, "bad": %d, "p50_ms": %f, "p95_ms": %f}\n',
      summary.duration / 1e6, summary.requests, bad,
      latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
