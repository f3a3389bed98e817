//! `app.option.*`, for administrators to set, and `user.option.*`, each user's own.

use crate::lock;
use crate::php::{Php, PhpArray, text};
use crate::rest::{Outcome, RestError, Session};

pub(super) fn get_app(session: &mut Session, params: &PhpArray) -> Outcome {
    Ok(pick(&lock(&session.portal.core.data).app.options, params).into())
}

pub(super) fn set_app(session: &mut Session, params: &PhpArray) -> Outcome {
    let given = given(params)?;
    let mut data = lock(&session.portal.core.data);
    if !data.acting(session.access.user_id).admin {
        return Err(RestError::forbidden());
    }
    merge(&mut data.app.options, given);
    Ok(true.into())
}

pub(super) fn get_user(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let held = data.app.user_options.get(&session.access.user_id).cloned().unwrap_or_default();
    Ok(pick(&held, params).into())
}

pub(super) fn set_user(session: &mut Session, params: &PhpArray) -> Outcome {
    let given = given(params)?;
    let mut data = lock(&session.portal.core.data);
    merge(data.app.user_options.entry(session.access.user_id).or_default(), given);
    Ok(true.into())
}

fn given(params: &PhpArray) -> Result<&PhpArray, RestError> {
    let options = params.get("options").and_then(Php::as_array).filter(|options| !options.is_empty());
    options.ok_or_else(|| RestError::argument("options", "Argument 'options' must be array"))
}

fn pick(held: &PhpArray, params: &PhpArray) -> Php {
    match params.get("option").map(text).filter(|name| !name.is_empty()) {
        Some(name) => held.get(&name).cloned().unwrap_or_else(|| "".into()),
        None => Php::Array(held.clone()),
    }
}

fn merge(held: &mut PhpArray, given: &PhpArray) {
    for (name, value) in given.iter() {
        held.set(name, value.clone());
    }
}
