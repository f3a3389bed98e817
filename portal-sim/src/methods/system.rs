//! Methods about the caller, the application and the interface itself.

use super::{exists, names};
use crate::clock::iso;
use crate::lock;
use crate::php::{Php, PhpArray, php, text};
use crate::rest::{Outcome, RestError, Session};

/// `profile`: needs no scope; its id is a string.
pub(super) fn profile(session: &mut Session, _: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    if !user.active {
        return Ok(Php::empty().into());
    }
    let body = php! {
        "ID" => user.id.to_string(),
        "ADMIN" => user.admin,
        "NAME" => user.name,
        "LAST_NAME" => user.last_name,
        "PERSONAL_GENDER" => "",
        "TIME_ZONE" => "",
    };
    Ok(body.into())
}

/// `scope`.
pub(super) fn scope(session: &mut Session, _: &PhpArray) -> Outcome {
    Ok(Php::list(session.portal.scope().split(',')).into())
}

/// `app.info` as the portal tells it; by webhook only scope and licence.
pub(super) fn app_info(session: &mut Session, _: &PhpArray) -> Outcome {
    let (license, family) = session.portal.tuned(|tuning| tuning.license.clone());
    let Some(client_id) = session.access.client_id.clone() else {
        let scope = Php::list(session.portal.scope().split(','));
        return Ok(php! { "SCOPE" => scope, "LICENSE" => license }.into());
    };
    let mut body = php! {
        "ID" => "41",
        "CODE" => client_id,
        "VERSION" => 1_i64,
        "STATUS" => "F",
        "INSTALLED" => session.portal.is_installed(),
        "PAYMENT_EXPIRED" => "N",
        "DAYS" => Php::Null,
        "LANGUAGE_ID" => "en",
        "LICENSE" => license.as_str(),
    };
    if let Some(family) = family {
        let kind = license.split_once('_').map_or(license.as_str(), |(_, kind)| kind);
        body.array_mut().set("LICENSE_TYPE", kind);
        body.array_mut().set("LICENSE_FAMILY", family);
    }
    Ok(body.into())
}

/// `method.get`: whether a method is there, and whether the caller may use it.
pub(super) fn method_get(session: &mut Session, params: &PhpArray) -> Outcome {
    let name = params.get("name").map(text).unwrap_or_default().to_lowercase();
    let existing = name == "batch" || exists(&name);
    let scope = super::find(&name).and_then(|method| method.scope);
    let available = existing && scope.is_none_or(|scope| session.portal.is_granted(scope));
    Ok(php! { "isExisting" => existing, "isAvailable" => available }.into())
}

/// `methods`.
pub(super) fn methods(_: &mut Session, _: &PhpArray) -> Outcome {
    Ok(Php::list(names().chain(["batch"])).into())
}

/// `server.time`.
pub(super) fn server_time(session: &mut Session, _: &PhpArray) -> Outcome {
    Ok(Php::from(iso(session.portal.world.clock.now())).into())
}

/// The text of a parameter that must be there.
pub(super) fn required(params: &PhpArray, name: &str) -> Result<String, RestError> {
    let value = params.get(name).or_else(|| params.get(&name.to_uppercase())).map(text).unwrap_or_default();
    if value.is_empty() {
        return Err(RestError::argument(name, &format!("Argument '{name}' is null or empty")));
    }
    Ok(value)
}
