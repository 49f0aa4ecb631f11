package dev.headway.lab;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server for each model, side by side. Servers that only sleep take no processor time
 * from each other; for other measurements they take turns.
 */
final class Fleet implements AutoCloseable {

	private final Settings settings;

	private final List<Server> launched = new ArrayList<>();

	private final Map<String, Member> members = new LinkedHashMap<>();

	private final Map<String, String> refusals = new LinkedHashMap<>();

	Fleet(Settings settings) {
		this.settings = settings;
	}

	/** Starts servers, in place of the models' earlier ones. */
	void start(Collection<String> models) throws IOException, InterruptedException {
		List<Server> fresh = new ArrayList<>();
		for (String model : models) {
			Member old = this.members.get(model);
			if (old != null) {
				old.server().close();
			}
			Server server = Server.launch(this.settings, model);
			this.launched.add(server);
			fresh.add(server);
		}
		for (Server server : fresh) {
			server.awaitAddress()
				.ifPresentOrElse((address) -> this.members.put(server.model(), new Member(server, address)),
						() -> this.refusals.put(server.model(), server.refusal()));
		}
	}

	/** The running servers. */
	List<Member> members() {
		return List.copyOf(this.members.values());
	}

	/** The models that can't be run here, and why. */
	Map<String, String> refusals() {
		return this.refusals;
	}

	@Override
	public void close() throws IOException {
		for (Server server : this.launched) {
			server.close();
		}
	}

	/**
	 * One server and where it serves.
	 *
	 * @param server the server
	 * @param address its address
	 */
	record Member(Server server, URI address) {

		String model() {
			return this.server.model();
		}

	}

}
