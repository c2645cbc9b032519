package org.yamori.jobs.flow;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketRow;

/** Labels every packet once, before any room sees it. */
final class Labeller extends RichMapFunction<Slice, LabelledSlice> {
    private final Countries countries;
    private transient CountryTable table;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    Labeller(Countries countries) {
        this.countries = countries;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        table = countries.open();
    }

    @Override
    public LabelledSlice map(Slice slice) {
        LabelledSlice labelled = new LabelledSlice();
        labelled.slice = slice;
        labelled.kinds = TrafficKind.label(slice);
        labelled.tools = Tool.label(slice, labelled.kinds);
        labelled.countries = countriesOf(slice);
        return labelled;
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
