package org.yamori.cli.report;

import java.util.List;
import java.util.OptionalLong;

/** What can be said of sums with missing addends: lower bounds, and one value that follows from the others. */
public final class MissingCellLogic {
    private MissingCellLogic() {}

    /** The sum, a lower bound as soon as one addend is; missing when every addend is. */
    public static Count sum(List<Count> addends) {
        return addends.stream().reduce(Count::plus).orElse(Count.NOTHING);
    }

    /**
     * The value of the only addend that is not exact, from a total known from elsewhere; nothing when two are not, when
     * the total itself is a lower bound, or when the total contradicts what was seen.
     */
    public static OptionalLong derived(Count total, List<Count> addends) {
        if (!total.exact() || addends.stream().filter(addend -> !addend.exact()).count() != 1) {
            return OptionalLong.empty();
        }
        long others = 0;
        long least = 0;
        for (Count addend : addends) {
            if (addend.exact()) {
                others += addend.atLeast();
            } else {
                least = addend.atLeast();
            }
        }
        long value = total.atLeast() - others;
        return value < least ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
