package dev.headway.tomcat;

import dev.headway.admission.Overdue;
import dev.headway.admission.ServerTiming;
import dev.headway.site.LastAnswers;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;

/**
 * What each request passes on its way from Tomcat's protocol to its container.
 *
 * @param bodies those that are waited for, before all else
 * @param doors finds the admission of a request
 * @param overdue whether there is no time left for it
 * @param waitingClients finds out which clients have left
 * @param internal gets its requests in behind admission and recorder
 * @param lastAnswers whether each answer is its connection's last
 * @param timing tells clients how long their requests waited
 */
record AdapterChain(Bodies bodies, RequestDoors doors, Overdue overdue, WaitingClients waitingClients,
		InternalConnector internal, LastAnswers lastAnswers, ServerTiming timing) {

	/** Waits for Tomcat to make its adapter, then puts the others in front of it. */
	void install(Connector connector) {
		connector.addLifecycleListener((event) -> {
			if (Lifecycle.AFTER_INIT_EVENT.equals(event.getType())) {
				var protocol = connector.getProtocolHandler();
				protocol.setAdapter(before(protocol.getAdapter(), connector));
			}
		});
	}

	private Adapter before(Adapter container, Connector connector) {
		Adapter guard = new ConnectionGuard(container, this.lastAnswers::haveBegun);
		this.internal.resemble(connector, guard);
		Adapter recorder = new RequestRecorder(guard, this.doors.actuator()::include);
		return new BodyAdapter(
				new AdmissionAdapter(recorder, this.doors, this.overdue, this.waitingClients, this.timing),
				this.bodies);
	}

}
