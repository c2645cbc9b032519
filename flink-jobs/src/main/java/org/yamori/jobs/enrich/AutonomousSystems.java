package org.yamori.jobs.enrich;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.NoCache;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a job finds its database of autonomous systems: a path that travels to the task managers, which open it there.
 *
 * @param path an .mmdb file, or empty for none: then no autonomous system is known
 */
public record AutonomousSystems(String path) implements Serializable {
    public static final AutonomousSystems NONE = new AutonomousSystems("");

    private static final String NUMBER = "autonomous_system_number";
    private static final String ORGANISATION = "autonomous_system_organization";
    private static final long MOST_BYTES = 1L << 30;
    private static final int LOOKED_AT = 1000;

    /** Finds the autonomous system of an address; for the few that a finding names, not for every packet. */
    public static final class Lookup {
        private final String file;
        private final @Nullable Reader reader;

        private Lookup(String file, @Nullable Reader reader) {
            this.file = file;
            this.reader = reader;
        }

        /** Whether there is a database. */
        public boolean isKnown() {
            return reader != null;
        }

        /** For example {@code AS1221 Telstra}, or the empty text where the database does not know. */
        public String of(int ipv4) throws BadDatabaseException {
            if (reader == null) {
                return "";
            }
            try {
                byte[] address = ByteBuffer.allocate(4).putInt(ipv4).array();
                @Nullable Object data = reader.get(InetAddress.getByAddress(address), Object.class);
                return data instanceof Map<?, ?> record ? text(record) : "";
            } catch (IOException | RuntimeException broken) {
                throw BadDatabaseException.ofSystems(file, "is damaged: " + broken.getMessage(), broken);
            }
        }

        private static String text(Map<?, ?> record) {
            Object number = record.get(NUMBER);
            Object organisation = record.get(ORGANISATION);
            return number == null ? "" : "AS" + number + (organisation == null ? "" : " " + organisation);
        }
    }

    /** The database, read whole; nothing of it stays open. */
    public Lookup open() throws BadDatabaseException {
        if (path.isEmpty()) {
            return new Lookup("", null);
        }
        try {
            Path file = Path.of(path);
            if (Files.size(file) > MOST_BYTES) {
                throw bad("has " + Files.size(file) + " bytes; at most " + MOST_BYTES + " are allowed", null);
            }
            Reader reader = new Reader(new ByteArrayInputStream(Files.readAllBytes(file)), NoCache.getInstance());
            requireSystems(reader);
            return new Lookup(path, reader);
        } catch (NoSuchFileException missing) {
            throw bad("there is no such file; give an .mmdb file, or none", missing);
        } catch (BadDatabaseException said) {
            throw said;
        } catch (IOException | InvalidNetworkException | RuntimeException broken) {
            throw bad("is no MaxMind DB file (.mmdb): " + broken.getMessage(), broken);
        }
    }

    private void requireSystems(Reader reader) throws IOException, InvalidNetworkException {
        @SuppressWarnings("rawtypes")
        Iterator<DatabaseRecord<Map>> networks = reader.networks(Map.class);
        for (int i = 0; i < LOOKED_AT && networks.hasNext(); i++) {
            if (networks.next().data().containsKey(NUMBER)) {
                return;
            }
        }
        throw bad(
                "'" + reader.getMetadata().databaseType() + "' has no autonomous systems: none of the first "
                        + LOOKED_AT + " networks has " + NUMBER,
                null);
    }

    private BadDatabaseException bad(String how, @Nullable Exception cause) {
        return BadDatabaseException.ofSystems(path, how, cause);
    }
}
