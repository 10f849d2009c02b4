// Leads from a lesson's small page, which is there for what shows links, to the lesson itself.
const { search, hash } = location;
location.replace(`../../${search}${hash || document.documentElement.dataset.opens}`);
