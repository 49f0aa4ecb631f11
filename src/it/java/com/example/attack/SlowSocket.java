package com.example.attack;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;

/** Answers each message after as many milliseconds as it says. */
@ServerEndpoint("/socket")
public class SlowSocket {

	/** A message has come. */
	@OnMessage
	public String answer(String millis) {
		Pause.millis(Long.parseLong(millis));
		return "slept " + millis;
	}

	/** Clients leave without a close frame; without this method, Tomcat logs that. */
	@OnError
	public void leave(Throwable failure) {
	}

	/** Registers it with Tomcat's container. */
	static final class Registration implements ServletContextListener {

		@Override
		public void contextInitialized(ServletContextEvent event) {
			Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
			try {
				((ServerContainer) container).addEndpoint(SlowSocket.class);
			}
			catch (DeploymentException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
