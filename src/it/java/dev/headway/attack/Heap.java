package dev.headway.attack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.headway.foreign.ForeignServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The live objects in a server's heap, after a full collection.
 *
 * @param histogram a line for each class
 */
record Heap(String histogram) {

	private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

	/** Runs a garbage collection in the server, and counts the remaining objects. */
	static Heap of(ForeignServer server) {
		return new Heap(Jcmd.run(server, "GC.class_histogram"));
	}

	/** How many objects of a class there are, without those of its subclasses. */
	long instances(String className) {
		Matcher line = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(className) + "(?: .*)?$")
			.matcher(this.histogram);
		return line.find() ? Long.parseLong(line.group(1)) : 0;
	}

	/** How much memory all objects take. */
	long bytes() {
		Matcher total = TOTAL.matcher(this.histogram);
		assertThat(total.find()).as(this.histogram).isTrue();
		return Long.parseLong(total.group(1));
	}

}
