package parigot.peers;

import parigot.v1.host.LinkFrame;

/**
 * One stream of frames to another process, dialled or accepted. Used on the loop only, and tells
 * its reader there.
 */
abstract class Stream {
  /** Who reads a stream. */
  interface Reader {
    void read(LinkFrame frame);

    /** More may be written again. */
    default void writable() {}

    /**
     * The stream has ended by itself, and nothing more is told.
     *
     * @param why a clause for a person
     */
    void ended(String why);
  }

  /** Reads what nobody is interested in any more. */
  private static final Reader NOBODY =
      new Reader() {
        @Override
        public void read(LinkFrame frame) {}

        @Override
        public void ended(String why) {}
      };

  private Reader reader = NOBODY;
  private boolean ended;
  private Runnable afterwards = () -> {};

  final void readBy(Reader next) {
    reader = next;
  }

  final Reader reader() {
    return reader;
  }

  /** Where the other side is, for a person. */
  abstract String address();

  /** Whether what is written leaves at once, more or less. */
  abstract boolean isWritable();

  abstract void write(LinkFrame frame);

  /** Writes no more; what was written still goes out. Nothing of it is told any more. */
  final void finish() {
    reader = NOBODY;
    if (!ended) {
      finishWriting();
    }
  }

  /** Ends at once, whatever was written. Nothing of it is told any more. */
  final void cut() {
    reader = NOBODY;
    if (!ended) {
      ended = true;
      tear();
      afterwards.run();
    }
  }

  /** Runs this when the connection has ended, in whatever way. */
  final void whenEnded(Runnable then) {
    if (ended) {
      then.run();
    } else {
      afterwards = then;
    }
  }

  final boolean isEnded() {
    return ended;
  }

  /** Of those who extend this: the stream has ended. */
  final void endedByItself(String why) {
    if (!ended) {
      ended = true;
      Reader last = reader;
      reader = NOBODY;
      tear();
      last.ended(why);
      afterwards.run();
    }
  }

  /** Half-closes, and sees to it that the connection ends soon. */
  abstract void finishWriting();

  /** Lets go of the connection. */
  abstract void tear();
}
