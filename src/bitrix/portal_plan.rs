//! The portal's plan. It decides how many calls the portal takes.

use serde_json::Value;

use super::error::RestError;
use super::http::CallTimeout;
use super::rest::{Caller, Params, RestClient};

/// Asks the portal whether it has the plan that takes more calls, and tells the limiter (b24restdocs
/// api-reference/common/system/app-info.md: `LICENSE` is for example `de_ent1000`).
///
/// # Errors
/// See [`RestError`]; the usual limits stay then.
pub async fn learn(rest: &RestClient, caller: &Caller) -> Result<(), RestError> {
    let answer = rest.call(caller, "app.info", Params::new(), CallTimeout::Read).await?;
    if is_enterprise(answer.result.get("LICENSE")) {
        rest.limiter().learn_enterprise(&caller.endpoint);
    }
    Ok(())
}

fn is_enterprise(licence: Option<&Value>) -> bool {
    let plan = licence.and_then(Value::as_str).and_then(|text| text.split('_').nth(1)).unwrap_or_default();
    plan.strip_prefix("ent").is_some_and(|size| size.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_enterprise_licences_count_as_enterprise() {
        for licence in ["de_ent1000", "ru_ent250", "en_ent"] {
            assert!(is_enterprise(Some(&json!(licence))), "{licence}");
        }
        for other in [json!("de_pro100"), json!("ru_entry"), json!("en_std_selfhosted"), json!(""), json!(7)]
        {
            assert!(!is_enterprise(Some(&other)), "{other}");
        }
        assert!(!is_enterprise(None));
    }
}
