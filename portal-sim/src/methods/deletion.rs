//! Deleting a contact with the older and with the newer method.
//! The older method casts its id as PHP does, and hides from users with few rights whether a contact exists
//! (`yuliai/bitrix-modules crm/lib/entity/compatibility/adapter/permissions.php`).

use std::time::Duration;

use super::context::{Context, Outcome};
use super::error::RestError;
use super::params;
use crate::crm::{CONTACT_TYPE, DEAL_TYPE};
use crate::php::{Php, PhpArray, int};
use crate::portal::Portal;
use crate::world::{Deletion, Occurrence};

/// The contact that a call asks to delete.
pub(crate) fn deleted_contact(method: &str, params: &PhpArray) -> Option<u64> {
    match method {
        "crm.contact.delete" => params::positive_id(params),
        "crm.item.delete" if params.get("entityTypeId").map_or(0, int) == 3 => {
            u64::try_from(params.get("id").map_or(0, int)).ok()
        }
        _ => None,
    }
}

/// How long a call takes. Deleting a contact that does not exist takes no time.
pub(crate) fn cost(portal: &Portal, method: &str, params: &PhpArray) -> Duration {
    let nothing_to_do =
        deleted_contact(method, params).is_some_and(|id| portal.data().crm.contact(id).is_none());
    if nothing_to_do { Duration::ZERO } else { portal.setting(|settings| settings.cost(method)) }
}

/// `crm.contact.delete`.
pub(super) fn delete_contact(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let Some(id) = params::positive_id(params) else {
        return Err(RestError::without_code("ID is not defined or invalid."));
    };
    let mut data = context.data();
    *data.delete_runs.entry(id).or_default() += 1;
    let user = context.user(&data);
    let responsible = data.crm.contact(id).map(|contact| contact.assigned_by);
    let allowed =
        responsible.map_or_else(|| user.may_delete_all(), |responsible| user.may_delete(responsible));
    if !allowed {
        return Err(RestError::access_denied());
    }
    // A deletion with sufficient rights clears the error that an earlier one left behind.
    *context.persisting_error = None;
    if responsible.is_none() {
        return Err(RestError::persisting(&format!("Contact {id} is not found")));
    }
    context.ask_handlers()?;
    data.crm.remove_contact(id);
    data.deletions.push(deletion(context, id));
    drop(data);
    context.portal.send_contact_event("ONCRMCONTACTDELETE", id, context.caller.user_id);
    context.portal.report(Occurrence::Deletion);
    Ok(true.into())
}

/// `crm.item.delete`: answers an empty array on success.
pub(super) fn delete_item(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let (kind, id) = (params::number(params, "entityTypeId"), params::number(params, "id"));
    let mut data = context.data();
    if kind == CONTACT_TYPE {
        *data.delete_runs.entry(id).or_default() += 1;
    }
    let user = context.user(&data);
    let responsible = match kind {
        CONTACT_TYPE => data.crm.contact(id).map(|contact| contact.assigned_by),
        DEAL_TYPE => data.crm.deals.get(&id).map(|deal| deal.assigned_by),
        _ => return Err(RestError::new(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")),
    };
    let responsible = responsible.ok_or_else(|| RestError::new(400, "NOT_FOUND", "Item was not found"))?;
    if !user.may_read(responsible) {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    if !user.may_delete(responsible) {
        let text = "You do not have permission to delete this item";
        return Err(RestError::new(400, "CRM_ITEM_DELETE_ACCESS_DENIED", text));
    }
    context.ask_handlers()?;
    if kind == DEAL_TYPE {
        data.crm.deals.remove(&id);
        return Ok(Php::empty().into());
    }
    data.crm.remove_contact(id);
    data.deletions.push(deletion(context, id));
    drop(data);
    context.portal.send_contact_event("ONCRMCONTACTDELETE", id, context.caller.user_id);
    context.portal.report(Occurrence::Deletion);
    Ok(Php::empty().into())
}

fn deletion(context: &Context<'_>, contact_id: u64) -> Deletion {
    Deletion {
        contact_id,
        user_id: context.caller.user_id,
        access_token_or_webhook: context.caller.secret.clone(),
        method: context.method.to_owned(),
        at: context.portal.now(),
    }
}
