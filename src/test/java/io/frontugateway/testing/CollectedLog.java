package io.frontugateway.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Keeps what is logged under a category while it is open, whatever the configured level. */
public final class CollectedLog extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** One line: who logged it, everything that it could be written with, and its context. */
    public record Line(String logger, String text, Map<String, String> context) {}

    private CollectedLog(Logger logger) {
        this.logger = logger;
        this.before = logger.getLevel();
        setLevel(Level.ALL);
    }

    /** Everything from here on, at a level and above. */
    public static CollectedLog of(String category, Level level) {
        var logger = Logger.getLogger(category);
        var log = new CollectedLog(logger);
        logger.addHandler(log);
        logger.setLevel(level);
        return log;
    }

    /** The lines so far. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        var extended = ExtLogRecord.wrap(record);
        var text = new StringWriter();
        text.append(extended.getFormattedMessage()).append(' ').append(record.getMessage());
        if (record.getParameters() != null) {
            text.append(' ').append(Arrays.toString(record.getParameters()));
        }
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text));
        }
        var context = extended.getMdcCopy();
        lines.add(new Line(String.valueOf(record.getLoggerName()), text + " " + context, context));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
