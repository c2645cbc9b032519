package org.yamori.jobs.detect.fingerprint;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.Shards;

/**
 * SYN signatures by a hash of 32 bits. When there are more than fit, those with the smallest hashes are kept, so that
 * which ones these are depends on what was seen and not on the order. Of two with one hash the first in the alphabet
 * gives its name.
 */
final class SignatureTexts {
    /** The hash of a SYN without a signature. */
    static final int NO_SIGNATURE = 1;

    private final int limit;
    private final Int2ObjectOpenHashMap<String> texts = new Int2ObjectOpenHashMap<>();
    /** Largest hash first. */
    private final PriorityQueue<Integer> hashes = new PriorityQueue<>((a, b) -> Integer.compareUnsigned(b, a));
    /** Only smaller hashes are kept; no bound while this is 0. */
    private int bound;

    SignatureTexts(int limit) {
        this.limit = limit;
    }

    /** Never 0, and 1 for the empty text only. */
    static int hash(String signature) {
        if (signature.isEmpty()) {
            return NO_SIGNATURE;
        }
        int hash = (int) (Shards.hash(signature) >>> 32);
        return hash == 0 || hash == NO_SIGNATURE ? 2 : hash;
    }

    void add(int hash, String signature) {
        String known = texts.get(hash);
        if (known != null) {
            if (signature.compareTo(known) < 0) {
                texts.put(hash, signature);
            }
        } else if (bound == 0 || Integer.compareUnsigned(hash, bound) < 0) {
            texts.put(hash, signature);
            hashes.add(hash);
            if (texts.size() > limit) {
                bound = hashes.remove();
                texts.remove(bound);
            }
        }
    }

    void add(SignatureTexts other) {
        lower(other.bound);
        other.texts.int2ObjectEntrySet().forEach(entry -> add(entry.getIntKey(), entry.getValue()));
    }

    private void lower(int otherBound) {
        if (otherBound != 0 && (bound == 0 || Integer.compareUnsigned(otherBound, bound) < 0)) {
            bound = otherBound;
            while (!hashes.isEmpty() && Integer.compareUnsigned(hashes.element(), bound) >= 0) {
                texts.remove((int) hashes.remove());
            }
        }
    }

    /** The signature of a hash, null if it was not kept. */
    @Nullable
    String text(int hash) {
        return texts.get(hash);
    }

    int size() {
        return texts.size();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(bound);
        out.writeInt(texts.size());
        for (String text : texts.values()) {
            out.writeUTF(text);
        }
    }

    void read(DataInput in) throws IOException {
        bound = in.readInt();
        for (int n = in.readInt(); n > 0; n--) {
            String text = in.readUTF();
            add(hash(text), text);
        }
    }
}
