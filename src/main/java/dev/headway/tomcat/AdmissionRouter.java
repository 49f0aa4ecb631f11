package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

import dev.headway.admission.Admission;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.Handler;
import dev.headway.admission.HandlerKey;
import dev.headway.admission.ManagementAdmission;
import dev.headway.admission.ManagementPaths;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Chooses the admission of a request: requests to Actuator have their own, so that they
 * never wait for slow requests, and a crowd of them doesn't delay other requests.
 *
 * @param actuator recognizes requests to Actuator
 * @param management their admission
 * @param admission the one of all others
 * @param handlers finds the handler of a method and a path
 */
public record AdmissionRouter(ActuatorRequests actuator, Admission management, Admission admission,
		BiFunction<String, String, Handler> handlers) implements AdmissionAdapter.Router {

	/**
	 * Makes the router.
	 * @param paths recognizes paths of Actuator
	 * @param management their admission
	 * @param admission the one of all others
	 * @param handlers finds the handler of a method and a path
	 * @return the router
	 */
	public static AdmissionRouter of(ManagementPaths paths, ManagementAdmission management, Admission admission,
			BiFunction<String, String, Handler> handlers) {
		return new AdmissionRouter(new ActuatorRequests(paths), management.admission(), admission, handlers);
	}

	private static final Handler ACTUATOR = new Handler(new HandlerKey("", "actuator"), DeclaredPace.SLOW, true, null);

	@Override
	public AdmissionAdapter.Route of(Request request) {
		if (this.actuator.include(request)) {
			request.setAttribute(ManagementAdmission.ARRIVED, System.nanoTime());
			return new AdmissionAdapter.Route(this.management, ACTUATOR);
		}
		return new AdmissionAdapter.Route(this.admission, this.handlers.apply(request.getMethod(), path(request)));
	}

	/** The request's path as sent, without the query. */
	static String path(Request request) {
		MessageBytes uri = request.requestURI();
		if (uri.getType() != MessageBytes.T_BYTES) {
			return String.valueOf(uri);
		}
		ByteChunk bytes = uri.getByteChunk();
		return new String(bytes.getBytes(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
	}

}
