//! Methods about the caller, the application and the REST interface itself.

use super::context::{Context, Outcome};
use crate::clock::iso;
use crate::php::{Php, PhpArray, php, text};

/// `profile`: needs no scope. Its `ID` is a string.
pub(super) fn profile(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    let data = context.data();
    let user = context.user(&data);
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
pub(super) fn scope(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(Php::list(context.portal.scope().split(',')).into())
}

/// The Market's code of the application under test.
const MARKET_CODE: &str = "vendor.contact_eraser";

/// `app.info` of the portal. A webhook gets only scope and licence.
pub(super) fn app_info(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    let (license, family) = context.portal.setting(|settings| settings.license.clone());
    let Some(client_id) = context.caller.client_id.clone() else {
        let scope = Php::list(context.portal.scope().split(','));
        return Ok(php! { "SCOPE" => scope, "LICENSE" => license }.into());
    };
    // The code of an application that a portal has added for itself is its client id.
    let code = if client_id.starts_with("local.") { client_id } else { MARKET_CODE.to_owned() };
    let mut body = php! {
        "ID" => "41",
        "CODE" => code,
        "VERSION" => 1_i64,
        "STATUS" => "F",
        "INSTALLED" => context.portal.is_installed(),
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

/// `method.get`: whether a method exists, and whether the application has its scope.
pub(super) fn method_get(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let name = params.get("name").map(text).unwrap_or_default().to_lowercase();
    let method = context.methods.iter().find(|method| method.name == name);
    let existing = name == "batch" || method.is_some();
    let scope = method.and_then(|method| method.scope);
    let available = existing && scope.is_none_or(|scope| context.portal.is_granted(scope));
    Ok(php! { "isExisting" => existing, "isAvailable" => available }.into())
}

/// `methods`.
pub(super) fn methods(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(Php::list(context.methods.iter().map(|method| method.name).chain(["batch"])).into())
}

/// `server.time`.
pub(super) fn server_time(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(Php::from(iso(context.portal.now())).into())
}
