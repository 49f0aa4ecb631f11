package dev.headway.tomcat;

import java.util.stream.Stream;

import dev.headway.admission.OverdueCheck;
import dev.headway.admission.ServerTiming;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * The adapters that each request passes between Tomcat's protocol and its container.
 *
 * @param bodies reads bodies before anything else happens
 * @param router finds the admission of a request
 * @param overdue whether there is no time left for a request
 * @param waitingClients finds out which clients have left
 * @param internal the connector whose requests bypass admission and recorder; null if
 * there is none
 * @param timing adds the waiting times to answers
 */
public record AdapterChain(Bodies bodies, AdmissionRouter router, OverdueCheck overdue, WaitingClients waitingClients,
		@Nullable InternalConnector internal, ServerTiming timing) {

	/** Waits for Tomcat to make its adapter, then puts the others in front of it. */
	void install(Connector connector) {
		connector.addLifecycleListener((event) -> {
			if (Lifecycle.AFTER_INIT_EVENT.equals(event.getType())) {
				var protocol = (PoolAwareProtocol) connector.getProtocolHandler();
				protocol.setAdapter(before(protocol.getAdapter(), connector, protocol));
			}
		});
	}

	private Adapter before(Adapter container, Connector connector, PoolAwareProtocol protocol) {
		Adapter guard = new ConnectionGuard(container, protocol::isEnding);
		if (this.internal != null) {
			this.internal.resemble(connector, new LearningAdapter(guard, this.router));
		}
		Adapter recorder = new RequestRecorder(guard, this.router.actuator()::include);
		return new BodyAdapter(
				new AdmissionAdapter(recorder, this.router, this.overdue, this.waitingClients, this.timing),
				this.bodies);
	}

	/** Keeps the internal connector's requests out of access logs. */
	void hideInternal(Stream<? extends Valve> engineValves) {
		if (this.internal != null) {
			this.internal.hideFrom(engineValves);
		}
	}

}
