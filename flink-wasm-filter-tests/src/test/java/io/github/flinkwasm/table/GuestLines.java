package io.github.flinkwasm.table;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What guests print while this is open. */
final class GuestLines implements AutoCloseable {

    private final Logger logger = (Logger) LogManager.getLogger("io.github.flinkwasm.guest");
    private final Level levelBefore = logger.getLevel();
    private final Lines lines = new Lines();

    private static final class Lines extends AbstractAppender {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        private Lines() {
            super("guest lines", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            texts.add(event.getMessage().getFormattedMessage());
        }
    }

    GuestLines() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    List<String> containing(String text) {
        return lines.texts.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        logger.removeAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(levelBefore);
        lines.stop();
    }
}
