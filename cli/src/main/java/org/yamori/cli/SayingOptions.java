package org.yamori.cli;

import org.jspecify.annotations.Nullable;
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
}
