"""Official documents (văn bản hành chính) that an office makes from its own data, in the form that the rules ask."""
