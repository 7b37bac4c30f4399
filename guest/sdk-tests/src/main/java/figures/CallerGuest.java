package figures;

import figures.v1.Caller;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.message.Bytes;
import parigot.message.wellknown.BytesValue;
import probe.v1.EchoRequest;
import probe.v1.EchoResponse;
import probe.v1.Probe;

/** Times its calls to another guest, from before each until its answer has been compared. */
public final class CallerGuest implements Caller {
  private static final EchoRequest REQUEST = EchoRequest.newBuilder().setText("Bonjour!").build();
  private static final int BITS_OF_BYTE = 8;

  private Probe probe;

  private CallerGuest() {}

  /** Exports the service that calls. */
  public static void main(String[] args) {
    CallerGuest caller = new CallerGuest();
    Guest.named("caller")
        .require(Probe.NAME)
        .export(Caller.service(caller))
        .ready(caller::open)
        .start();
  }

  private Future<Void> open(Guest guest) {
    probe = Probe.client(guest);
    return Future.done();
  }

  @Override
  public Future<BytesValue> run(BytesValue order) {
    Calls calls = new Calls(number(order.getValue(), 0));
    return Future.repeatWhile(calls::next).map(nothing -> calls.report());
  }

  private static int number(Bytes bytes, int at) {
    int number = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      number = (number << BITS_OF_BYTE) | (bytes.byteAt(at + i) & 0xff);
    }
    return number;
  }

  private final class Calls {
    private final int[] nanos;
    private int done;
    private long began;

    Calls(int count) {
      nanos = new int[count];
    }

    Future<Boolean> next() {
      began = System.nanoTime();
      return probe.echo(REQUEST).map(this::answered);
    }

    private boolean answered(EchoResponse response) {
      if (!response.getText().equals(REQUEST.getText())) {
        throw new IllegalStateException("answered otherwise: " + response);
      }
      nanos[done++] = (int) (System.nanoTime() - began);
      return done < nanos.length;
    }

    BytesValue report() {
      byte[] report = new byte[nanos.length * Integer.BYTES];
      for (int i = 0; i < report.length; i++) {
        report[i] = (byte) (nanos[i / Integer.BYTES] >> (i % Integer.BYTES * BITS_OF_BYTE));
      }
      return BytesValue.newBuilder().setValue(Bytes.of(report)).build();
    }
  }
}
