package org.yamori.jobs.enrich;

import com.maxmind.db.Metadata;
import com.maxmind.db.NoCache;
import com.maxmind.db.Reader;
import it.unimi.dsi.fastutil.longs.Long2ShortMap;
import it.unimi.dsi.fastutil.longs.Long2ShortOpenHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An .mmdb file on its way into a {@link CountryTable}.
 *
 * <p>The search tree is walked here, because it may be damaged: every node is checked to lie in the file, no path is
 * longer than an address, and the walk as a whole is bounded. Records are decoded by MaxMind's reader, once for every
 * different one, which are few.
 */
final class CountryDatabase {
    private static final long MOST_BYTES = 1L << 30;
    /** A sound tree is walked once, and its IPv4 part again wherever IPv6 networks refer to it. */
    private static final long MOST_VISITS_PER_NODE = 8;

    private static final int DATA_SEPARATOR = 16;
    private static final int IPV4_DEPTH = 96;
    private static final BigInteger LATEST_BUILD = BigInteger.valueOf(253_402_300_799L);

    private final String file;
    private final byte[] bytes;
    private final Reader reader;
    private final Metadata metadata;
    private final long nodes;
    private final int recordSize;
    private final CountryTable.Ranges ranges = new CountryTable.Ranges();
    private final Long2ShortMap countryOfRecord = new Long2ShortOpenHashMap();
    private long visits;
    private boolean anyCountry;
    private boolean sixToFour;
    private boolean teredo;
    private String firstRecord = "no record";

    CountryDatabase(Path path) throws BadDatabaseException {
        file = path.toString();
        bytes = bytes(path);
        try {
            reader = new Reader(new ByteArrayInputStream(bytes), NoCache.getInstance());
            metadata = reader.getMetadata();
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            throw new BadDatabaseException(file, "is no MaxMind DB file (.mmdb): " + reason(broken), broken);
        }
        nodes = metadata.nodeCount();
        recordSize = metadata.recordSize();
        if (recordSize != 24 && recordSize != 28 && recordSize != 32) {
            throw damaged("records have " + recordSize + " bits, must have 24, 28 or 32");
        }
        if (metadata.ipVersion() != 4 && metadata.ipVersion() != 6) {
            throw damaged("IP version is " + metadata.ipVersion() + ", must be 4 or 6");
        }
        if (nodes < 1 || nodes > (bytes.length - DATA_SEPARATOR) / (recordSize / 4)) {
            throw damaged("a tree of " + nodes + " nodes does not fit into " + bytes.length + " bytes");
        }
    }

    private byte[] bytes(Path path) throws BadDatabaseException {
        try {
            if (Files.isDirectory(path)) {
                throw new BadDatabaseException(file, "is a directory; an .mmdb file is needed");
            }
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw new BadDatabaseException(file, "has " + size + " bytes; at most " + MOST_BYTES + " are allowed");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException missing) {
            throw new BadDatabaseException(file, "there is no such file; give an .mmdb file, or none", missing);
        } catch (BadDatabaseException said) {
            throw said;
        } catch (IOException unreadable) {
            throw new BadDatabaseException(file, "cannot be read: " + unreadable, unreadable);
        }
    }

    CountryTable flattened() throws BadDatabaseException {
        try {
            if (metadata.ipVersion() == 4) {
                walkIpv4(0, 0, 0, true);
            } else {
                long ipv4Root = 0;
                int depth = 0;
                while (depth < IPV4_DEPTH && ipv4Root < nodes) {
                    ipv4Root = child(ipv4Root, 0);
                    depth++;
                }
                walkIpv4(ipv4Root, 0, 0, false);
                walkIpv6(0, 0, 0, 0, ipv4Root < nodes ? ipv4Root : Long.MAX_VALUE);
            }
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            if (broken instanceof BadDatabaseException said) {
                throw said;
            }
            throw new BadDatabaseException(file, "is damaged: " + reason(broken), broken);
        }
        if (!anyCountry) {
            throw new BadDatabaseException(
                    file,
                    "'" + metadata.databaseType() + "' has no countries: country.iso_code, country_code or"
                            + " registered_country.iso_code is needed, the first record is " + firstRecord);
        }
        return new CountryTable(metadata.databaseType(), built(), ranges, sixToFour, teredo);
    }

    private LocalDate built() throws BadDatabaseException {
        BigInteger epoch = metadata.buildEpoch();
        if (epoch.signum() < 0 || epoch.compareTo(LATEST_BUILD) > 0) {
            throw damaged("was built " + epoch + " seconds after 1970, which is no date");
        }
        return LocalDate.ofInstant(Instant.ofEpochSecond(epoch.longValueExact()), ZoneOffset.UTC);
    }

    /** In an IPv6 tree IPv4 addresses are below 96 zero bits, so that a record is known there by such an address. */
    private void walkIpv4(long node, int depth, int prefix, boolean ipv4Tree) throws IOException {
        if (node >= nodes) {
            byte[] address = ipv4Tree ? new byte[4] : new byte[16];
            ByteBuffer.wrap(address).putInt(address.length - 4, prefix);
            ranges.ipv4(prefix, country(node, address));
            return;
        }
        visit(depth, 32);
        walkIpv4(child(node, 0), depth + 1, prefix, ipv4Tree);
        walkIpv4(child(node, 1), depth + 1, prefix | Integer.MIN_VALUE >>> depth, ipv4Tree);
    }

    private void walkIpv6(long node, int depth, long high, long low, long ipv4Root) throws IOException {
        if (node >= nodes) {
            byte[] address = new byte[16];
            ByteBuffer.wrap(address).putLong(high).putLong(low);
            ranges.ipv6(high, low, country(node, address));
            return;
        }
        if (node == ipv4Root && refersToIpv4(depth, high, low)) {
            ranges.ipv6(high, low, (short) 0);
            return;
        }
        visit(depth, 128);
        walkIpv6(child(node, 0), depth + 1, high, low, ipv4Root);
        if (depth < 64) {
            walkIpv6(child(node, 1), depth + 1, high | Long.MIN_VALUE >>> depth, low, ipv4Root);
        } else {
            walkIpv6(child(node, 1), depth + 1, high, low | Long.MIN_VALUE >>> (depth - 64), ipv4Root);
        }
    }

    /** Whether this is a place whose addresses the table looks up as IPv4. */
    private boolean refersToIpv4(int depth, long high, long low) {
        if (depth == IPV4_DEPTH) {
            return high == 0 && (low == 0 || low == 0xffff_0000_0000L);
        }
        if (depth == 16 && high == 0x2002L << 48) {
            sixToFour = true;
            return true;
        }
        if (depth == 32 && high == 0x2001_0000L << 32) {
            teredo = true;
            return true;
        }
        return false;
    }

    private void visit(int depth, int bits) throws BadDatabaseException {
        if (depth >= bits) {
            throw damaged("the search tree is deeper than an address of " + bits + " bits");
        }
        if (++visits > nodes * MOST_VISITS_PER_NODE) {
            throw damaged("the search tree of " + nodes + " nodes runs in circles");
        }
    }

    private long child(long node, int side) {
        int at = (int) (node * (recordSize / 4));
        return switch (recordSize) {
            case 24 -> bits(at + 3 * side, 3);
            case 28 -> {
                int middle = bytes[at + 3] & 0xff;
                yield side == 0 ? (long) (middle >>> 4) << 24 | bits(at, 3) : (middle & 15L) << 24 | bits(at + 4, 3);
            }
            default -> bits(at + 4 * side, 4);
        };
    }

    private long bits(int at, int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = bits << 8 | (bytes[at + i] & 0xff);
        }
        return bits;
    }

    /** The country of a record, which is decoded by way of an address that leads to it. */
    private short country(long record, byte[] address) throws IOException {
        if (record == nodes) {
            return 0;
        }
        if (countryOfRecord.containsKey(record)) {
            return countryOfRecord.get(record);
        }
        long offset = record - nodes + nodes * (recordSize / 4);
        if (record < nodes + DATA_SEPARATOR || offset >= bytes.length) {
            throw damaged("a record lies at " + offset + " of " + bytes.length + " bytes");
        }
        InetAddress known =
                address.length == 4 ? InetAddress.getByAddress(address) : Inet6Address.getByAddress("", address, -1);
        @Nullable Object data = reader.get(known, Object.class);
        if (countryOfRecord.isEmpty()) {
            firstRecord = described(data);
        }
        short country = CountryTable.of(code(data));
        anyCountry |= country != 0;
        countryOfRecord.put(record, country);
        return country;
    }

    private static String code(@Nullable Object data) {
        if (!(data instanceof Map<?, ?> record)) {
            return "";
        }
        Object country = record.get("country");
        Object[] places = {
            country instanceof Map<?, ?> named ? named.get("iso_code") : country,
            record.get("country_code"),
            record.get("registered_country") instanceof Map<?, ?> registered ? registered.get("iso_code") : null
        };
        for (Object place : places) {
            if (place instanceof String code) {
                return code;
            }
        }
        return "";
    }

    private static String described(@Nullable Object data) {
        return data instanceof Map<?, ?> map ? "an object with the keys " + map.keySet() : "no object";
    }

    private BadDatabaseException damaged(String how) {
        return new BadDatabaseException(file, "is damaged: " + how);
    }

    private static String reason(Throwable broken) {
        String message = broken.getMessage();
        return message == null
                ? broken.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
