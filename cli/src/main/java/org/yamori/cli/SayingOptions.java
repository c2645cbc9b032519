package org.yamori.cli;

import org.jspecify.annotations.Nullable;
import org.yamori.cli.decision.AskedWords;
import org.yamori.cli.decision.Judging;
import org.yamori.wire.Decision;
import picocli.CommandLine.Option;

/** Who decides something about a finding, and why: both are read by the next person. */
final class SayingOptions {
    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why, in one line.")
    private String why = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who says so. Default: this user's name.")
    private @Nullable String by;

    String author() {
        return Terminal.requireAuthor(by);
    }

    String reason() {
        return Terminal.requireLine("--why", why);
    }

    /** @param verdict as it was typed */
    Judging judging(String verdict) {
        return new Judging(author(), AskedWords.choice("a verdict", Decision.Verdict.class, verdict), reason());
    }
}
