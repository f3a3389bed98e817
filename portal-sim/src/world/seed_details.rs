//! The optional fields of invented contacts: addresses, birthdays, campaigns, custom fields. They have a random
//! generator of their own, so that a change here does not change names and numbers.

use super::random::Random;
use crate::crm::{CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT, Contact, Multi};

const STREETS: [&str; 6] =
    ["Harbour Street", "Rue des Lilas", "Lindenallee", "ул. Садовая", "Calle Mayor", "ул. Шевченка"];
const CITIES: [(&str, &str, &str); 6] = [
    ("Gothenburg", "41103", "Sweden"),
    ("Lyon", "69003", "France"),
    ("Leipzig", "04109", "Germany"),
    ("Казань", "420015", "Россия"),
    ("Valencia", "46002", "Spain"),
    ("Львів", "79000", "Україна"),
];
const COMMENTS: [&str; 4] = [
    "Asked for an offer.<br>Call back in autumn",
    "[B]Prefers e-mail[/B], no calls before ten",
    "Met at the fair; said \"send the list; then we talk\"",
    "=SUM(A1:A9) was in the old table",
];
const NOTES: [&str; 3] = ["VIP", "see contract 4711", "не беспокоить"];
const CAMPAIGNS: [(&str, &str, &str); 3] =
    [("google", "cpc", "spring_sale"), ("newsletter", "email", "march"), ("vk", "social", "launch")];

/// Fills in the optional fields of a contact.
pub(super) fn add_optional_fields(contact: &mut Contact, random: &mut Random) {
    if random.below(3) == 0 {
        add_address(contact, random);
    }
    if random.below(4) == 0 {
        contact.set(
            "BIRTHDATE",
            format!("{}-{:02}-{:02}", 1950 + random.below(55), 1 + random.below(12), 1 + random.below(28)),
        );
    }
    if random.below(6) == 0 {
        contact.set("COMMENTS", *random.pick(&COMMENTS));
    }
    if random.below(5) == 0 {
        contact.set("HONORIFIC", *random.pick(&["HNR_EN_1", "HNR_EN_2", "HNR_EN_3"]));
    }
    if random.below(8) == 0 {
        let (source, medium, campaign) = *random.pick(&CAMPAIGNS);
        contact.set("UTM_SOURCE", source);
        contact.set("UTM_MEDIUM", medium);
        contact.set("UTM_CAMPAIGN", campaign);
    }
    add_custom_fields(contact, random);
    add_sites_and_messengers(contact, random);
}

fn add_address(contact: &mut Contact, random: &mut Random) {
    let (city, code, country) = *random.pick(&CITIES);
    contact.set("ADDRESS", format!("{} {}", random.pick(&STREETS), 1 + random.below(90)));
    contact.set("ADDRESS_CITY", city);
    contact.set("ADDRESS_POSTAL_CODE", code);
    contact.set("ADDRESS_COUNTRY", country);
}

fn add_custom_fields(contact: &mut Contact, random: &mut Random) {
    if random.below(4) == 0 {
        contact.set(CUSTOM_TEXT, *random.pick(&NOTES));
    }
    match random.below(8) {
        0 => contact.set_list(CUSTOM_CHOICE, &["45"]),
        1 => contact.set_list(CUSTOM_CHOICE, &["45", "49"]),
        _ => {}
    }
    if random.below(4) == 0 {
        contact.set(CUSTOM_SWITCH, "1");
    }
}

fn add_sites_and_messengers(contact: &mut Contact, random: &mut Random) {
    if random.below(10) == 0 {
        let site = format!("https://people.example.com/{}", contact.id);
        contact.multi.insert("WEB", vec![Multi::new(&site, "WORK")]);
    }
    if random.below(10) == 0 {
        contact.multi.insert("IM", vec![Multi::new(&format!("contact.{}", contact.id), "TELEGRAM")]);
    }
}
