package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.Contained;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardWrapper;
import org.apache.catalina.valves.ValveBase;

/**
 * Keeps internal requests out of a servlet's figures ({@code tomcat.servlet.*}). The
 * valve that calls a servlet also counts its requests, so internal requests go through a
 * second valve of that kind.
 */
final class UncountedServletValve extends ValveBase {

	private final StandardWrapper servlet;

	private final Valve counting;

	private final Valve uncounted = new StandardWrapper().getPipeline().getBasic();

	UncountedServletValve(StandardWrapper servlet) {
		super(true);
		this.servlet = servlet;
		this.counting = servlet.getPipeline().getBasic();
		((Contained) this.uncounted).setContainer(servlet);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		boolean internal = request.getCoyoteRequest().getAttribute(InternalAdapter.MARK) != null;
		// not getNext(), which isn't set yet when a pipeline in use gets this valve
		(internal ? this.uncounted : this.counting).invoke(request, response);
	}

	void remove() {
		this.servlet.getPipeline().removeValve(this);
	}

	/** Does nothing, so that JMX doesn't show this valve. */
	@Override
	protected void initInternal() {
	}

}
