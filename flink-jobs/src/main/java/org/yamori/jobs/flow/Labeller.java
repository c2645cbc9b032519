package org.yamori.jobs.flow;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.KnownScanners;
import org.yamori.jobs.enrich.Lists;
import org.yamori.jobs.enrich.Members;
import org.yamori.jobs.enrich.Registries;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketRow;

/** Labels every packet once, before any room sees it. */
final class Labeller extends RichMapFunction<Slice, LabelledSlice> {
    private static final byte[] NONE = {};

    private final Countries countries;
    private final Lists lists;
    private final Registries registries;
    private transient CountryTable table;
    private transient KnownScanners scanners;
    private transient Members members;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    Labeller(Countries countries, Lists lists, Registries registries) {
        this.countries = countries;
        this.lists = lists;
        this.registries = registries;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        table = countries.open();
        scanners = new KnownScanners(lists);
        members = new Members(registries);
    }

    @Override
    public void close() throws Exception {
        if (scanners != null) {
            scanners.close();
        }
        if (members != null) {
            members.close();
        }
        super.close();
    }

    @Override
    public LabelledSlice map(Slice slice) {
        LabelledSlice labelled = new LabelledSlice();
        labelled.slice = slice;
        labelled.kinds = TrafficKind.label(slice);
        labelled.tools = Tool.label(slice, labelled.kinds);
        labelled.countries = countriesOf(slice);
        labelled.surveys = surveysOf(slice);
        members.arrived(slice.knownMicros);
        labelled.matches = Matches.label(slice, members);
        return labelled;
    }

    /** Looks a source up once for each run of its rows. A feed's rows are of anybody. */
    private byte[] surveysOf(Slice slice) {
        scanners.arrived(slice.knownMicros);
        if (slice.feed) {
            return NONE;
        }
        byte[] found = NONE;
        int sources = slice.offset(Column.SOURCE);
        long high = 0;
        long low = 0;
        boolean known = false;
        boolean listed = false;
        for (int row = 0; row < slice.rows; row++) {
            if (!scanners.anyAt(slice.timeMicros(row))) {
                known = false;
                continue;
            }
            long nextHigh = slice.ipv6 ? Bytes.bigEndian(slice.data, sources + (row << 4)) : 0;
            long nextLow = slice.ipv6
                    ? Bytes.bigEndian(slice.data, sources + (row << 4) + 8)
                    : Bytes.integer(slice.data, sources + (row << 2));
            if (!known || nextHigh != high || nextLow != low) {
                high = nextHigh;
                low = nextLow;
                listed = slice.ipv6 ? scanners.contains(high, low) : scanners.contains((int) low);
                known = true;
            }
            if (listed) {
                found = found == NONE ? new byte[slice.rows] : found;
                found[row] = 1;
            }
        }
        return found;
    }

    private short[] countriesOf(Slice slice) {
        short[] found = new short[slice.rows];
        int source = slice.offset(Column.SOURCE);
        for (int row = 0; row < slice.rows; row++) {
            if (slice.feed) {
                found[row] = ofFeed(slice, row, source);
            } else if (slice.ipv6) {
                found[row] = table.countryOf(
                        Bytes.bigEndian(slice.data, source + (row << 4)),
                        Bytes.bigEndian(slice.data, source + (row << 4) + 8));
            } else {
                found[row] = table.countryOf(Bytes.integer(slice.data, source + (row << 2)));
            }
        }
        return found;
    }

    /** What the feed says goes before what a database says. */
    private short ofFeed(Slice slice, int row, int source) {
        String said = slice.text(Column.SOURCE_COUNTRY, slice.sourceCountries, row);
        if (said.length() == 2) {
            return (short) (said.charAt(0) << 8 | said.charAt(1));
        }
        if ((slice.missing[row] & PacketRow.NO_SOURCE) != 0) {
            return 0;
        }
        return slice.ipv6
                ? table.countryOf(
                        Bytes.bigEndian(slice.data, source + (row << 4)),
                        Bytes.bigEndian(slice.data, source + (row << 4) + 8))
                : table.countryOf(Bytes.integer(slice.data, source + (row << 2)));
    }
}
