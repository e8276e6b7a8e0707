package io.frontugateway.upstream;

/** A reply on its way through a SmallRye guard, which tells good from bad by exceptions. Never leaves the step. */
final class FaultyReply extends RuntimeException {
    private final transient Reply reply;

    FaultyReply(Reply reply) {
        super("faulty reply", null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
