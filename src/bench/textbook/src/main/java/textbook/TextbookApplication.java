package textbook;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@SpringBootApplication
@Controller
public class TextbookApplication {

	public static void main(String[] args) {
		SpringApplication.run(TextbookApplication.class, args);
	}

	@GetMapping("/")
	String hello() {
		return "forward:/hello.html";
	}

	@GetMapping("/sleep")
	String sleep() throws InterruptedException {
		Thread.sleep(5000);
		return "forward:/hello.html";
	}

}
