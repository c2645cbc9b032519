/** The boards of Kibana on findings that the real jobs made and indexed. */
@NullMarked
package org.yamori.cli.dashboards;

import org.jspecify.annotations.NullMarked;
