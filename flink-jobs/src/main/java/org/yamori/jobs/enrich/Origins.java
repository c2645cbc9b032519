package org.yamori.jobs.enrich;

import java.io.Serializable;

/**
 * What tells where a source is.
 *
 * @param countries its country
 * @param systems its autonomous system
 */
public record Origins(Countries countries, AutonomousSystems systems) implements Serializable {
    public static final Origins NONE = new Origins(Countries.NONE, AutonomousSystems.NONE);
}
