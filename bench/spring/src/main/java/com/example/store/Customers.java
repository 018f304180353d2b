package com.example.store;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** Who is known. */
public interface Customers extends JpaRepository<Customer, Long> {
  Optional<Customer> findByEmail(String email);
}
