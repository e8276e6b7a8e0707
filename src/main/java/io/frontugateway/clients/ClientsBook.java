package io.frontugateway.clients;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Where the clients are written down: in configuration, which stands still, and in the clients file, which may change.
 * A change that is at fault keeps the clients as they were, and says so in the log, one line a fault.
 */
public final class ClientsBook {
    private static final Logger LOG = Logger.getLogger(ClientsBook.class);
    private static final long LOOK_EVERY_MS = 1000;

    private final List<ClientSettings> configured;
    private final Optional<Path> file;
    private final ClientRules rules;
    private final Clients clients;
    private Stamp seen;

    /** What tells one state of a file from another; through a link, so that a link that is set anew counts too. */
    private record Stamp(Path real, FileTime modified, long size) {
        private static final Stamp NONE = new Stamp(Path.of(""), FileTime.fromMillis(0), -1);

        static Stamp of(Path file) {
            try {
                return new Stamp(file.toRealPath(), Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException e) {
                return NONE;
            }
        }
    }

    private record Edition(List<ClientSettings> clients, List<String> faults) {}

    private ClientsBook(Map<String, ClientConfig> configured, Optional<Path> file, ClientRules rules) {
        this.configured = Clients.settings(configured);
        this.file = file;
        this.rules = rules;
        this.seen = stamp();
        this.clients = new Clients(edition().clients());
    }

    /** What is wrong with the clients as they are written down now; empty when nothing is. Blocks. */
    public static List<String> faults(Map<String, ClientConfig> configured, Optional<Path> file, ClientRules rules) {
        return edition(Clients.settings(configured), file, rules).faults();
    }

    /** Opens a book that has been found free of {@link #faults}. Blocks. */
    public static ClientsBook open(Map<String, ClientConfig> configured, Optional<Path> file, ClientRules rules) {
        return new ClientsBook(configured, file, rules);
    }

    /** The clients as they are now; the same object all the time. */
    public Clients clients() {
        return clients;
    }

    /** Looks every second, off the event loop, whether the file has changed, until Vert.x is closed. Called once. */
    public void watch(Vertx vertx) {
        if (file.isPresent()) {
            vertx.setPeriodic(
                    LOOK_EVERY_MS,
                    timer -> vertx.executeBlocking(() -> {
                        look();
                        return null;
                    }));
        }
    }

    /** Takes the file's clients over if it has changed and is free of faults. */
    synchronized void look() {
        var now = stamp();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        var edition = edition();
        if (edition.faults().isEmpty()) {
            clients.replace(edition.clients());
            LOG.infof(
                    "Read %d clients after a change of the clients file",
                    clients.all().size());
        } else {
            edition.faults().forEach(fault -> LOG.errorf("The clients stay as they were: %s", fault));
        }
    }

    private Stamp stamp() {
        return file.map(Stamp::of).orElse(Stamp.NONE);
    }

    private Edition edition() {
        return edition(configured, file, rules);
    }

    private static Edition edition(List<ClientSettings> configured, Optional<Path> file, ClientRules rules) {
        var clients = new ArrayList<>(configured);
        var faults = new ArrayList<String>();
        file.map(ClientsFile::read).ifPresent(content -> {
            clients.addAll(content.clients());
            faults.addAll(content.faults());
        });
        faults.addAll(rules.faults(clients));
        return new Edition(clients, faults);
    }
}
