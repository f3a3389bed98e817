//! The error of a REST method: status, code and text. The code may be empty.

use crate::php::{Php, php};

/// Why a method failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RestError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) text: String,
    /// The portal does not clear this error: later errors of the same batch get its code and text.
    pub(crate) persists: bool,
    /// The portal broke, so the rest of the request is not executed.
    pub(crate) aborts_request: bool,
    extra: Option<(&'static str, Php)>,
}

impl RestError {
    pub(crate) fn new(status: u16, code: &str, text: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            text: text.to_owned(),
            persists: false,
            aborts_request: false,
            extra: None,
        }
    }

    /// An error with an empty code, as most of the older CRM methods have it.
    pub(crate) fn without_code(text: &str) -> Self {
        Self::new(400, "", text)
    }

    /// The older CRM methods' error for everything that rights forbid or hide.
    pub(crate) fn access_denied() -> Self {
        Self::without_code("Access denied.")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(403, "ACCESS_DENIED", "Access denied!")
    }

    /// An `ERROR_CORE` that persists for the rest of the batch.
    pub(crate) fn persisting(text: &str) -> Self {
        Self { persists: true, ..Self::new(400, "ERROR_CORE", text) }
    }

    pub(crate) fn internal() -> Self {
        Self { aborts_request: true, ..Self::new(500, "INTERNAL_SERVER_ERROR", "Internal server error") }
    }

    pub(crate) fn argument(name: &str, text: &str) -> Self {
        Self { extra: Some(("argument", name.into())), ..Self::new(400, "ERROR_ARGUMENT", text) }
    }

    pub(crate) fn method_not_found() -> Self {
        Self::new(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
    }

    pub(crate) fn insufficient_scope(by_webhook: bool) -> Self {
        let holder = if by_webhook { "webhook" } else { "access" };
        let text = format!("The request requires higher privileges than provided by the {holder} token");
        Self::new(401, "insufficient_scope", &text)
    }

    /// The error as it is printed, in an answer or among the errors of a batch.
    pub(crate) fn body(&self) -> Php {
        let mut body = php! { "error" => self.code.as_str(), "error_description" => self.text.as_str() };
        if let Some((name, value)) = &self.extra {
            body.array_mut().set(*name, value.clone());
        }
        body
    }
}
