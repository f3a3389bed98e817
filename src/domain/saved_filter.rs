//! Saved filters. A user saves a filter for themselves; an administrator may share it with all users of the portal.

use jiff::ToSpan;
use serde_json::{Map, Value};

use super::clock::UnixTime;
use super::filter::parse_to;
use super::job::{JobId, Reason};
use super::schedule::Schedule;
use super::token::Principal;
use super::zone::{RelativeDate, Zone};

/// The id of a saved filter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilterId(pub i64);

/// A saved filter whose draft is due, as it was read from the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueFilter {
    /// The filter.
    pub filter: FilterId,
    /// Its version. If it differs from the stored one, the filter was changed or taken by another worker.
    pub version: i64,
    /// When it is due again after this draft.
    pub next_at: UnixTime,
}

/// The content of a saved filter.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterBody {
    /// Its name.
    pub name: String,
    /// The conditions, named as in the API. A date may also be relative to today, see [`RelativeDate`].
    pub conditions: Map<String, Value>,
    /// Only contacts that were created at least this many days ago. These are days in UTC.
    pub older_than_days: Option<u32>,
    /// The time zone of relative dates.
    pub zone: Zone,
}

impl FilterBody {
    /// The conditions at this time. Relative dates become times, and the age becomes a date. If `created_to` is set
    /// too, the earlier of both ends counts. `None` if a condition cannot be read: a filter never gets fewer
    /// conditions.
    #[must_use]
    pub fn conditions_at(&self, now: UnixTime) -> Option<Map<String, Value>> {
        let resolve =
            |(name, value): (&String, &Value)| Some((name.clone(), self.resolve(name, value, now)?));
        let mut conditions: Map<String, Value> =
            self.conditions.iter().map(resolve).collect::<Option<_>>()?;
        let Some(days) = self.older_than_days else { return Some(conditions) };
        let today = Zone::default().day_of(now);
        let last = today.checked_sub(i64::from(days).days()).ok()?.to_string();
        let ends_before = |text: &str| parse_to(text).zip(parse_to(&last)).is_some_and(|(a, b)| a < b);
        if !conditions.get("created_to").and_then(Value::as_str).is_some_and(ends_before) {
            conditions.insert("created_to".to_owned(), last.into());
        }
        Some(conditions)
    }

    fn resolve(&self, name: &str, value: &Value, now: UnixTime) -> Option<Value> {
        let is_date = matches!(name, "created_from" | "created_to" | "no_activity_since");
        let Some(ago) = value.as_str().filter(|text| is_date && text.starts_with('P')) else {
            return Some(value.clone());
        };
        let day = RelativeDate::parse(ago)?.before(self.zone.day_of(now))?;
        let moment = match name {
            // The end is included, so this is the last second of the day.
            "created_to" => self.zone.start_of(day.tomorrow().ok()?)?.checked_sub(1.second()).ok()?,
            _ => self.zone.start_of(day)?,
        };
        Some(moment.to_string().into())
    }
}

/// A saved filter.
#[derive(Clone, PartialEq, Debug)]
pub struct SavedFilter {
    /// Its id.
    pub id: FilterId,
    /// Grows whenever the filter is saved or a draft of it is started.
    pub version: i64,
    /// The user who saved it last. Drafts are prepared as this user. The filter belongs to this user unless it is
    /// shared.
    pub owner: Principal,
    /// Whether all users of the portal see it.
    pub is_shared: bool,
    /// Its content.
    pub body: FilterBody,
    /// The calendar of its drafts.
    pub schedule: Option<Schedule>,
    /// When the next draft is due.
    pub next_at: Option<UnixTime>,
    /// Why it prepares no drafts.
    pub paused: Option<Reason>,
    /// The last draft that it prepared.
    pub last_job: Option<JobId>,
    /// A draft or job of this filter that has not ended. No other draft is prepared until it has ended.
    pub open_job: Option<JobId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// 24 November 2026, 23:40 in Berlin and 22:40 UTC.
    const NOW: UnixTime = UnixTime(1_795_560_000);

    fn at(conditions: Value, days: Option<u32>, zone: &str) -> Option<Value> {
        let Value::Object(conditions) = conditions else { panic!() };
        let zone = Zone::parse(zone).unwrap();
        let body = FilterBody { name: "x".to_owned(), conditions, older_than_days: days, zone };
        body.conditions_at(NOW).map(Value::Object)
    }

    #[test]
    fn an_age_becomes_a_date_and_only_narrows_the_filter() {
        let at = |conditions, days| at(conditions, days, "UTC").unwrap();
        assert_eq!(at(json!({"source": "WEB"}), None), json!({"source": "WEB"}));
        assert_eq!(at(json!({}), Some(365)), json!({"created_to": "2025-11-24"}));
        assert_eq!(at(json!({"created_to": "2020-01-01"}), Some(365)), json!({"created_to": "2020-01-01"}));
        assert_eq!(at(json!({"created_to": "2026-01-01"}), Some(365)), json!({"created_to": "2025-11-24"}));
        let both = at(json!({"created_to": "P2Y"}), Some(365));
        assert_eq!(both, json!({"created_to": "2024-11-24T23:59:59Z"}));
    }

    #[test]
    fn relative_dates_use_the_filters_zone() {
        let relative = || json!({"created_from": "P0D", "created_to": "P1Y", "no_activity_since": "P12M"});
        assert_eq!(
            at(relative(), None, "Europe/Berlin").unwrap(),
            json!({"created_from": "2026-11-23T23:00:00Z", "created_to": "2025-11-24T22:59:59Z",
                "no_activity_since": "2025-11-23T23:00:00Z"})
        );
        assert_eq!(
            at(json!({"created_from": "P0D"}), None, "Asia/Tokyo").unwrap(),
            json!({"created_from": "2026-11-24T15:00:00Z"}),
            "it is already the next day there"
        );
    }

    #[test]
    fn an_unreadable_relative_date_drops_no_condition() {
        assert_eq!(at(json!({"without": ["phone"], "created_to": "P2X"}), None, "UTC"), None);
        assert_eq!(at(json!({"created_to": "P9999Y"}), None, "UTC"), None);
        let search = json!({"search": "P1Y", "source": "P1Y"});
        assert_eq!(at(search.clone(), None, "UTC"), Some(search), "only dates can be relative");
    }
}
