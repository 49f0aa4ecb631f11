package dev.headway.foreign;

import java.util.List;

/** How a foreign application is run. */
public enum Deployment {

	/** With Headway: a small pool. */
	HEADWAY("Headway", "--headway.pool.size=4", "--headway.pool.express=1", "--headway.pool.spares=16"),

	/** With Headway's defaults, on a server of 20 threads. */
	HEADWAY_20("Headway's defaults, 20 threads", "--server.tomcat.threads.max=20"),

	/** On stock Tomcat, with as many threads as Headway has without spares. */
	STOCK_5("stock, 5 threads", "--server.tomcat.threads.max=5", "--server.tomcat.threads.min-spare=5"),

	/** On stock Tomcat, with 20 threads. */
	STOCK_20("stock, 20 threads", "--server.tomcat.threads.max=20"),

	/** On stock Tomcat. */
	STOCK_200("stock, 200 threads", "--server.tomcat.threads.max=200");

	private final String label;

	private final List<String> arguments;

	Deployment(String label, String... arguments) {
		this.label = label;
		this.arguments = List.of(arguments);
	}

	/** The name in tables. */
	public String label() {
		return this.label;
	}

	List<String> arguments() {
		return this.arguments;
	}

	/** Whether the library is on its class path. */
	public boolean hasHeadway() {
		return this == HEADWAY || this == HEADWAY_20;
	}

}
