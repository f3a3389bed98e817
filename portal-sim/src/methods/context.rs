//! What a method gets and what it returns.

use std::sync::MutexGuard;

use super::error::RestError;
use crate::php::{Php, PhpArray};
use crate::portal::Portal;
use crate::world::{PortalData, User, Via};

/// A method of the REST interface.
pub(crate) struct Method {
    /// Its name in lower case.
    pub(crate) name: &'static str,
    /// The scope that it needs, if any.
    pub(crate) scope: Option<&'static str>,
    /// Webhooks may not call it.
    pub(crate) only_for_apps: bool,
    pub(crate) run: Run,
}

/// The code of a method.
pub(crate) type Run = fn(&mut Context<'_>, &PhpArray) -> Outcome;

/// What a method returns.
pub(crate) type Outcome = Result<Reply, RestError>;

/// The reply of a method that succeeded.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) result: Php,
    /// The start of the next page.
    pub(crate) next: Option<usize>,
    /// The number of entries on all pages.
    pub(crate) total: Option<usize>,
}

impl<T: Into<Php>> From<T> for Reply {
    fn from(result: T) -> Self {
        Self { result: result.into(), next: None, total: None }
    }
}

/// The authorized caller of a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) user_id: u64,
    /// The application; `None` for a webhook.
    pub(crate) client_id: Option<String>,
    /// The access token or the webhook's secret.
    pub(crate) secret: String,
}

impl Caller {
    pub(crate) fn via(&self) -> Via {
        if self.client_id.is_some() { Via::Token } else { Via::Webhook }
    }
}

/// What a method knows of its call, besides the parameters.
pub(crate) struct Context<'a> {
    pub(crate) portal: &'a Portal,
    pub(crate) caller: &'a Caller,
    /// The name of the method in lower case.
    pub(crate) method: &'a str,
    /// All methods of the portal.
    pub(crate) methods: &'static [Method],
    /// The text of an error that a former command of the batch left behind.
    pub(crate) persisting_error: &'a mut Option<String>,
    /// The text with which a handler of another module refuses this deletion or creation.
    pub(crate) handler_refusal: Option<&'a str>,
}

impl<'a> Context<'a> {
    /// Locks the portal's data.
    pub(crate) fn data(&self) -> MutexGuard<'a, PortalData> {
        self.portal.data()
    }

    /// The user who calls.
    pub(crate) fn user(&self, data: &PortalData) -> User {
        data.user(self.caller.user_id)
    }

    /// Fails if a handler of another module refuses the change.
    pub(crate) fn ask_handlers(&self) -> Result<(), RestError> {
        self.handler_refusal.map_or(Ok(()), |text| Err(RestError::persisting(text)))
    }
}
