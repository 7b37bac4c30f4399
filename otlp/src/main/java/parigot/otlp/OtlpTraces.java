package parigot.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.CallSpan;
import parigot.runtime.loading.LoadedApplication;

/**
 * Sends spans by OTLP. Whoever hands one over never waits: when the collector does not take them as
 * fast as they come, those that are too many are left out, and the log says how many at the end.
 */
final class OtlpTraces implements Consumer<CallSpan>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.traces");
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_IN_A_BATCH = 1_000;
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long EXPORT_SECONDS = 10;
  private static final long END_SECONDS = 5;

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<String> CALLER = AttributeKey.stringKey("parigot.caller");
  private static final AttributeKey<String> CALLEE = AttributeKey.stringKey("parigot.callee");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("parigot.outcome");

  private final GivenIds ids = new GivenIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final long epochOfZero;
  private final AtomicLong leftOut = new AtomicLong();
  private final BlockingQueue<CallSpan> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final List<SpanData> batch = new ArrayList<>();
  private final SpanExporter exporter;
  private final Thread thread = new Thread(this::send, "parigot-traces");
  private volatile boolean closing;

  OtlpTraces(TracesSettings settings, LoadedApplication loaded) {
    epochOfZero =
        TimeUnit.MILLISECONDS.toNanos(loaded.time().clock().millis()) - loaded.time().nanos();
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint())
            .setRetryPolicy(Sending.RETRIES);
    settings.headers().forEach(builder::addHeader);
    exporter =
        new WatchedSpans(builder.build(), new CollectorWatch(TracesFront.BLOCK, "spans", LOG));
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn())
            .setResource(Sending.about(loaded))
            .addSpanProcessor(new Ended())
            .build();
    tracer = provider.get("parigot");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void accept(CallSpan span) {
    if (!waiting.offer(span)) {
      leftOut.incrementAndGet();
    }
  }

  /** Puts spans that have ended into the batch. On the thread that sends. */
  private final class Ended implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      batch.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  /** While the collector is at a batch, the next one grows. */
  private void send() {
    try {
      while (!closing || !waiting.isEmpty()) {
        long deadline = System.nanoTime() + BATCH_NANOS;
        CallSpan span = waiting.poll(BATCH_NANOS, TimeUnit.NANOSECONDS);
        while (span != null) {
          record(span);
          span =
              batch.size() == MOST_IN_A_BATCH
                  ? null
                  : waiting.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        if (!batch.isEmpty()) {
          CompletableResultCode unusedSinceItIsWatched =
              exporter.export(List.copyOf(batch)).join(EXPORT_SECONDS, TimeUnit.SECONDS);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      // The end, which says how many are left out.
      Thread.currentThread().interrupt();
    }
  }

  private void record(CallSpan span) {
    SpanBuilder builder =
        tracer
            .spanBuilder(span.service() + "/" + span.method())
            .setSpanKind(span.isFromOutside() ? SpanKind.SERVER : SpanKind.CLIENT)
            .setStartTimestamp(epochOfZero + span.begun(), TimeUnit.NANOSECONDS)
            .setAttribute(SYSTEM, "parigot")
            .setAttribute(SERVICE, span.service())
            .setAttribute(METHOD, span.method())
            .setAttribute(CALLER, span.caller())
            .setAttribute(CALLEE, span.callee())
            .setAttribute(OUTCOME, span.outcome().label());
    ids.next(span.trace().traceId(), span.trace().spanId());
    if (span.trace().parent() == 0) {
      builder.setNoParent();
    } else {
      SpanContext parent =
          SpanContext.createFromRemoteParent(
              span.trace().traceId(),
              HexFormat.of().toHexDigits(span.trace().parent()),
              TraceFlags.getSampled(),
              TraceState.getDefault());
      builder.setParent(Context.root().with(Span.wrap(parent)));
    }
    Span made = builder.startSpan();
    if (span.outcome().isFailure()) {
      Span unusedSinceItIsTheSame = made.setStatus(StatusCode.ERROR);
    }
    made.end(epochOfZero + span.ended(), TimeUnit.NANOSECONDS);
  }

  /** Sends what there is. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
      LOG.warn("The last spans were left out: the collector does not answer.");
    }
    CompletableResultCode unusedSinceAllIsSent = exporter.shutdown();
    provider.close();
    if (leftOut.get() > 0) {
      LOG.warn("{} spans were left out: they came faster than they could be sent.", leftOut.get());
    }
  }
}
